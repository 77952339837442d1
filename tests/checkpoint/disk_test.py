"""Disks that are full or may not be written: the save fails in one line and what was saved before stays."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from saver import SAVER, save, saver, verify
from system_calls import ENVIRONMENT

CANNOT_MOUNT = 77
FULL_DISK = """
mount -t tmpfs -o size=1m none "$2" || exit 77
"$1" save "$2" 1 1 1 20000 || exit 78
"$1" save "$2" 2 1 2 400000
echo "status $?"
"$1" verify "$2"
ls -A "$2/checkpoints"
cp -a "$2" "$3"
"""
READ_ONLY_DISK = """
mount --bind "$2/checkpoints" "$2/checkpoints" && mount -o remount,bind,ro "$2/checkpoints" || exit 77
"$1" save "$2" 2 1 2
echo "status $?"
"$1" verify "$2"
ls -A "$2/checkpoints"
"""


class DiskTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sentiment-disk-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.run_folder = self.folder / "run"

    def with_mounts(self, script):
        """Runs a script where its mounts are seen by nobody else."""
        command = ["unshare", "-m" if os.geteuid() == 0 else "-rm", "sh", "-c", script, "sh", SAVER,
                   self.run_folder, self.folder / "copy"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=ENVIRONMENT)
        if done.returncode == CANNOT_MOUNT or "unshare failed" in done.stderr:
            self.skipTest("this user may not mount: " + done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_full_disk(self):
        """Rows: C5"""
        self.run_folder.mkdir()
        done = self.with_mounts(FULL_DISK)
        status, found, *names = done.stdout.splitlines()
        self.assertEqual((status, found.split()[0], names), ("status 1", "1", ["step-000001"]))
        needed = 8 + 4 * 400_000  # bytes at least, on a disk of a megabyte with the first checkpoint on it
        errors = done.stderr.splitlines()
        self.assertEqual(len(errors), 1, errors)
        numbers = [int(word) for word in errors[0].split("it needs ")[1].split() if word.isdigit()]
        self.assertIn("step-000002.tmp/training.safetensors: writing failed: No space left on device", errors[0])
        self.assertEqual((numbers[0] > needed, 800_000 < numbers[1] < 1 << 20), (True, True), errors)
        # A larger disk: the run goes on.
        self.assertEqual(verify(self.folder / "copy"), found)
        save(self.folder / "copy", 2)
        self.assertEqual(verify(self.folder / "copy").split()[0], "2")

    def test_read_only_disk(self):
        """Rows: C7"""
        save(self.run_folder, 1)
        before = verify(self.run_folder)
        done = self.with_mounts(READ_ONLY_DISK)
        self.assertEqual(done.stdout.splitlines(), ["status 1", before, "step-000001"])
        self.assertRegex(done.stderr, r"\Aerror: .*step-000002.tmp: cannot be created: Read-only file system\n\Z")

    def test_folder_without_permission(self):
        """Rows: C7"""
        save(self.run_folder, 1)
        before = verify(self.run_folder)
        program = pathlib.Path(shutil.copy(SAVER, self.folder))  # the build may be where nobody else can look
        nobody = 65534
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, nobody, nobody)
        (self.run_folder / "checkpoints").chmod(0o555)
        identity = {"user": nobody, "group": nobody, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run([program, "save", self.run_folder, "2", "1", "2"], capture_output=True, text=True,
                              timeout=60, env=ENVIRONMENT, **identity)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\Aerror: .*step-000002.tmp: cannot be created: Permission denied\n\Z")
        self.assertEqual(verify(self.run_folder), before)
        self.assertEqual(os.listdir(self.run_folder / "checkpoints"), ["step-000001"])

    def test_two_at_a_time(self):
        """A second process that would write into the run is refused while the first holds it."""
        save(self.run_folder, 1)
        before = verify(self.run_folder)
        holder = subprocess.Popen(["flock", self.run_folder / ".lock", "cat"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        holder.stdin.write(b"held\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), b"held\n")
        done = saver("save", self.run_folder, 2, 1, 2)
        holder.communicate()
        self.assertEqual(done.returncode, 1)
        self.assertIn("another process is using this folder", done.stderr)
        self.assertEqual(verify(self.run_folder), before)


if __name__ == "__main__":
    unittest.main()
