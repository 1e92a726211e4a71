#!/usr/bin/env python3
"""What the model of Terraform state costs: runs with and without it, in pairs, on generated repositories.

    Scripts/bench-stacks.py TOOL [--stacks N] [--runs N]

A generated repository has N stacks, each with a backend, variables, values and a page, a root Justfile and a pipeline with a
job for each stack. Prints the cost on top of the run without the analyzer at N/4, N/2 and N stacks: it should be below 15 % and
the same at each size.
"""
import argparse, os, shutil, statistics, subprocess, tempfile, time


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def repository(folder, count):
    jobs = []
    for i in range(count):
        stack = "stacks/team%d/app%d" % (i % 37, i)
        backend = "  backend \"http\" {}\n" if i % 2 else (
            '  backend "s3" {\n    bucket       = "states"\n    key          = "app%d"\n    use_lockfile = true\n  }\n' % i)
        write("%s/%s/backend.tf" % (folder, stack), "terraform {\n%s}\n" % backend)
        main = "".join('resource "null_resource" "r%d" {\n  triggers = {\n    name = "app-%d-%d"\n    zone = var.zone\n  }\n}\n\n' % (k, i, k) for k in range(40))
        write("%s/%s/main.tf" % (folder, stack), 'module "m" {\n  source = "../../../modules/m%d"\n}\n\n%s' % (i % 50, main))
        write("%s/%s/variables.tf" % (folder, stack), "".join(
            'variable "v%d" {\n  description = "The number %d of this stack"\n  type        = string\n}\n\n' % (k, k) for k in range(12)) + 'variable "zone" {}\n')
        write("%s/%s/prod.tfvars" % (folder, stack), "".join('v%d = "x"\n' % k for k in range(12)))
        write("%s/%s/README.md" % (folder, stack), "# app%d\n\n%s\n```bash\ncd %s\nterraform init -backend-config=\"address=https://s.example.com/app%d\"\nterraform plan -var-file=prod.tfvars\n```\n" % (
            i, "A page about this application and how it is run by the team.\n" * 20, stack, i))
        if i % 2:
            address = "https://s.example.com/app%d" % i
            jobs.append("plan:app%d:\n  extends: .base\n  variables:\n    TF_HTTP_ADDRESS: %s\n    TF_HTTP_LOCK_ADDRESS: %s\n    TF_HTTP_UNLOCK_ADDRESS: %s\n  script:\n    - cd %s\n    - tofu init\n    - tofu plan -var-file=prod.tfvars\n" % (i, address, address, address, stack))
    for i in range(50):
        write("%s/modules/m%d/main.tf" % (folder, i), 'variable "x" {\n  default = 1\n}\n')
    for part in range(0, len(jobs), 25):
        write("%s/.gitlab/ci/part%d.gitlab-ci.yml" % (folder, part), ".base:\n  stage: plan\n\n" * (part == 0) + "\n".join(jobs[part:part + 25]))
    write("%s/Justfile" % folder, "init team app:\n    cd stacks/{{team}}/{{app}} && tofu init\n")
    families = ["identity", "cache", "gitlab", "topology", "actions"]
    packs = ", ".join("builtin:glorious-flywheel/" + name for name in families)
    write("%s/without.yml" % folder, "extends: [%s]\n" % packs)
    write("%s/with.yml" % folder, "extends: [%s, builtin:glorious-flywheel/tofu]\n" % packs)


def run(tool, folder, configuration):
    start = time.perf_counter()
    done = subprocess.run([tool, "check", "--quiet", "--fail-on", "never", "--config", configuration, "--output", "json=/dev/null"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--stacks", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    tool = os.path.abspath(options.tool)
    for count in (options.stacks // 4, options.stacks // 2, options.stacks):
        folder = tempfile.mkdtemp()
        try:
            repository(folder, count)
            pairs = [(run(tool, folder, "without.yml"), run(tool, folder, "with.yml")) for _ in range(options.runs + 1)][1:]
        finally:
            shutil.rmtree(folder)
        without = statistics.median(a for a, _ in pairs)
        ratio = statistics.median(b / a for a, b in pairs)
        print("%5d stacks: %.3f s without, %+.1f %% with" % (count, without, 100 * (ratio - 1)))


if __name__ == "__main__":
    main()
