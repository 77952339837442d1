"""A save that is killed, or fails, at any call it makes to the system leaves a sound checkpoint."""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from saver import FILES, SAVER, save, traced_save, verify
from system_calls import ENVIRONMENT, Call, numbered

STEP = 2  # the save that is harmed
LATER = 3


class State:
    """What there is before the save, and how many checkpoints it may keep."""

    def __init__(self, keep, *before, left_over=False):
        self.keep, self.before, self.left_over = keep, before, left_over

    def make(self, run):
        for step in self.before:
            save(run, step)
        if self.left_over:
            half = run / "checkpoints/step-000005.tmp"
            half.mkdir()
            (half / "model.safetensors").write_text("half")


STATES = {
    "nothing before": State(2),
    "another of the same step": State(1, STEP),
    "an earlier one, and half of a later one": State(1, 1, left_over=True),
}


class SaveTest(unittest.TestCase):
    def setUp(self):
        # In memory: the calls are the same, and none of these thousands waits for a disk.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sentiment-save-", dir=memory)).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.work = self.folder / "work"
        self.run_folder = self.work / "run"

    def begin(self, state):
        """The state in a fresh folder."""
        template = self.folder / "template"
        if not template.exists():
            template.mkdir()
            state.make(template / "run")
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(template, self.work)

    def result_of(self, step, life):
        run = self.folder / "alone"
        save(run, step, life=life)
        result = verify(run)
        shutil.rmtree(run)
        return result

    def every_call(self, state):
        """The calls of a save that nothing harms, numbered."""
        self.begin(state)
        done, calls = traced_save(self.run_folder, STEP, state.keep, 2)
        self.assertEqual(done.returncode, 0, done.stderr)
        return list(numbered(calls))

    def is_sound_after(self, done, calls, fault):
        """The checkpoint before or the new one, and the next save works and clears up."""
        found = verify(self.run_folder)
        self.assertIn(found, self.new if done.returncode == 0 else self.old + self.new)
        name = fault.split(":")[0]
        if done.returncode == 1:
            errors = done.stderr.splitlines()
            self.assertEqual(len(errors), 1, errors)
            self.assertRegex(errors[0], "^error: .*(run|work)")
            if name in ("write", "fsync", "rename", "mkdir"):
                self.assertEqual(list(self.run_folder.glob("checkpoints/step-000002.tmp")), [])
            if fault.startswith("write:error=ENOSPC"):
                self.assertRegex(errors[0], r"it needs \d+ bytes, \d+ are free; make room and try again$")
        if "error=EINTR" in fault and name in ("write", "fsync", "close", "flock"):
            self.assertEqual(done.returncode, 0, done.stderr)
        if fault.startswith("fsync:error=EIO"):
            self.assertEqual(done.returncode, 1, "a failed sync was taken for a success")
            synced = collections.Counter(call.path for call in calls if call.name == "fsync")
            self.assertEqual(set(synced.values()), {1}, "a failed sync was tried again")
        save(self.run_folder, LATER)
        self.assertEqual(verify(self.run_folder), self.later)
        self.assertEqual(os.listdir(self.run_folder / "checkpoints"), ["step-000003"])
        self.assertEqual(sorted(os.listdir(self.run_folder)), [".lock", "checkpoints"])

    def harm_every_call(self, state):
        self.old = [self.result_of(step, 1) for step in state.before] or ["none"]
        self.new = [self.result_of(STEP, 2)]
        self.later = self.result_of(LATER, 1)
        points = self.every_call(state)
        names = {call.name for _, call in points}
        self.assertLessEqual({"openat", "write", "fsync", "close"}, names)
        self.assertGreater(len(points), 30)
        for number, call in points:
            name = call.name
            kinds = ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EDQUOT", "error=EINTR"]
            faults = [f"{name}:{kind}:when={number}" for kind in kinds]
            if name == "write":
                faults.append(f"write:error=ENOSPC:when={number}+")
            for fault in faults:
                with self.subTest(fault=fault, call=repr(call)):
                    self.begin(state)
                    done, calls = traced_save(self.run_folder, STEP, state.keep, 2, fault)
                    killed = "KILL" in fault
                    self.assertIn(done.returncode, (-9, 137) if killed else (0, 1), done.stderr)
                    self.is_sound_after(done, calls, fault)

    def test_with_nothing_before(self):
        """Rows: C1 C5 C6"""
        self.harm_every_call(STATES["nothing before"])

    def test_with_another_of_the_same_step(self):
        """Rows: C1 C5 C6 C11"""
        self.harm_every_call(STATES["another of the same step"])

    def test_with_an_earlier_one_to_be_removed(self):
        """Rows: C1 C5 C6 C11"""
        self.harm_every_call(STATES["an earlier one, and half of a later one"])

    def test_order_on_the_way_to_the_disk(self):
        """Rows: C4"""
        for title, state in STATES.items():
            with self.subTest(title):
                shutil.rmtree(self.folder / "template", ignore_errors=True)
                calls = [call for _, call in self.every_call(state)]
                self.is_in_order(calls, state)

    def is_in_order(self, calls, state):
        checkpoints = self.run_folder / "checkpoints"
        written = str(checkpoints / "step-000002.tmp")
        final = str(checkpoints / "step-000002")

        def places(name, path, to=None):
            return [i for i, call in enumerate(calls)
                    if call.name.startswith(name) and call.path == str(path) and to in (None, call.paths[-1])]

        folder_synced = places("fsync", written)
        renamed = places("rename", written, final)
        committed = [i for i in places("fsync", checkpoints) if i > renamed[0]]
        self.assertEqual((len(folder_synced), len(renamed), len(committed)), (1, 1, 1), calls)
        for name in FILES:
            file = f"{written}/{name}"
            self.assertLess(max(places("write", file)), min(places("fsync", file)))
            self.assertLess(max(places("fsync", file)), folder_synced[0])
        self.assertLess(folder_synced[0], renamed[0])
        for i, call in enumerate(calls):
            if call.failed:
                continue
            if call.name.startswith(("unlink", "rmdir")) and ("step-000001" in call.path or ".old" in call.path):
                self.assertGreater(i, committed[0], call)
            if call.name.startswith(("mkdir", "rename")):
                holder = os.path.dirname(call.paths[-1])
                self.assertTrue([k for k in places("fsync", holder) if k > i], f"{call}: {holder} is not synced")
        if not state.before:  # the folders are durable before anything in them is
            for holder in (self.work, self.run_folder):
                self.assertLess(min(places("fsync", holder)), renamed[0])
        if STEP in state.before:
            aside = places("rename", final, f"{final}.old")
            self.assertGreater(aside[0], folder_synced[0])
            self.assertEqual(aside[0] + 1, renamed[0], "the step is in neither place for longer than it must be")

    def test_opens_nothing_outside(self):
        """Rows: B5"""
        outside = self.folder / "outside.json"
        checkpoint = self.run_folder / "checkpoints/step-000002"
        self.work.mkdir()
        save(self.run_folder, 1)
        first = verify(self.run_folder)
        save(self.run_folder, 2, keep=2)
        shutil.copy(checkpoint / "state.json", outside)
        manifest = (checkpoint / "manifest.json").read_text()
        for name in ("../../../../outside.json", str(outside), "a/../../../../../outside.json"):
            (checkpoint / "manifest.json").write_text(manifest.replace("state.json", name))
            self.opens_nothing_outside(first)
        (checkpoint / "manifest.json").write_text(manifest)
        (checkpoint / "state.json").unlink()
        (checkpoint / "state.json").symlink_to(outside)
        self.opens_nothing_outside(first)

    def opens_nothing_outside(self, expected):
        trace = self.folder / "opens.trace"
        command = ["strace", "-f", "-y", "-o", trace, "-e", "trace=?open,openat", SAVER, "verify", self.run_folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=ENVIRONMENT)
        self.assertEqual(done.stdout.strip(), expected, done.stderr)
        opened = trace.read_text()
        self.assertIn("manifest.json", opened)
        self.assertNotIn("outside", opened)


class TraceTest(unittest.TestCase):
    """What the other tests believe strace says."""

    def test_reads_lines(self):
        self.assertEqual(Call("write", '4</run/f>, ""..., 10) = 10').path, "/run/f")
        self.assertEqual(Call("close", "4</run/f>(deleted)) = 0").path, "/run/f")
        self.assertEqual(Call("unlinkat", '5</run>, "f", 0) = 0').path, "/run/f")
        self.assertEqual(Call("openat", 'AT_FDCWD</home>, "/run/f", O_RDONLY) = 3</run/f>').path, "/run/f")
        self.assertEqual(Call("rename", '"/run/a", "/run/b") = 0').paths, ["/run/a", "/run/b"])
        self.assertTrue(re.fullmatch(r"fsync\(/run/f\)", repr(Call("fsync", "4</run/f>) = 0"))))


if __name__ == "__main__":
    unittest.main()
