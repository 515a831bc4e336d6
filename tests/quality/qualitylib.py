# qualitylib.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""What the measures of proposal quality share: archives, the driver, intervals."""
import lzma
import math
import os
import subprocess
import tarfile

Z = 1.959964  # of 95 %


def wilson(hits, n):
    """The 95 % interval of a share, as (low, high)."""
    if n == 0:
        return (0.0, 1.0)
    share, z2 = hits / n, Z * Z
    middle = share + z2 / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return ((middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n))


def share_text(hits, n):
    if n == 0:
        return '-'
    low, high = wilson(hits, n)
    return '%.4f (%d of %d; %.4f-%.4f)' % (hits / n, hits, n, low, high)


class Driver:
    """quality-driver.c, given all its commands at once: the answers come as a list of lists of lines."""

    def __init__(self, program):
        self.program = program
        self.commands = []

    def say(self, *words):
        self.commands.append('\t'.join(words))
        return len(self.commands) - 1

    def run(self):
        text = '\n'.join(self.commands) + '\n'
        environment = dict(os.environ, LC_ALL='C.UTF-8', G_DEBUG='fatal-criticals')
        output = subprocess.run([self.program], input=text.encode('utf-8', 'surrogateescape'), check=True,
                                stdout=subprocess.PIPE, env=environment).stdout
        answers, answer = [], []
        for line in output.decode('utf-8', 'surrogateescape').split('\n')[:-1]:
            if line == '.':
                answers.append(answer)
                answer = []
            else:
                answer.append(line)
        return answers


def split_mbox(path):
    """The mails of an mbox, perhaps packed with xz, as bytes, without their "From " lines."""
    with (lzma.open if path.endswith('.xz') else open)(path, 'rb') as file:
        data = file.read()
    starts, at = [], 0
    while at >= 0:
        starts.append(at)
        at = data.find(b'\nFrom ', at) + 1 or -1
    for start, end in zip(starts, starts[1:] + [len(data)]):
        yield data[data.index(b'\n', start) + 1:end]


def unpack(path, folder):
    with tarfile.open(path) as tar:
        tar.extractall(folder)
