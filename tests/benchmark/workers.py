"""Processes that are driven by one JSON line a command (command_loop.h) and sleep on their pipe in between."""

import json
import os
import subprocess


class WorkerError(Exception):
    """A worker answered with an error or ended."""


class Worker:
    def __init__(self, command, environment=None):
        self.command = [str(word) for word in command]
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(environment or {})})

    def ask(self, *words):
        """The answer to a command, as a dictionary."""
        line = json.dumps([str(word) for word in words])
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            status = self.process.wait()
            raise WorkerError(f"{self.command[-1]}: ended with status {status} at {line}")
        values = json.loads(answer)
        if "error" in values:
            raise WorkerError(f"{self.command[-1]}: {line}: {values['error']}")
        return values

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def serve(commands, lines, out):
    """The other end, for workers in Python: `commands` are functions of strings that return a dictionary."""
    for line in lines:
        try:
            name, *arguments = json.loads(line)
            answer = commands[name](*arguments)
        except Exception as error:  # the driver says what became of the row
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=out, flush=True)
