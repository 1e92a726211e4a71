"""What the gates in Python have in common: where the repository is, and one line for each thing that must hold."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
failures = []


def expect(name, holds, detail=""):
    print(f"  {'ok' if holds else 'FAILED'}: {name}")
    if not holds:
        failures.append(name)
        print("    | " + str(detail)[-3000:].replace("\n", "\n    | "))
