#!/usr/bin/env python3
"""What the model of Terraform state costs: runs with and without it, in pairs, on generated repositories.

    Scripts/bench-stacks.py TOOL [--stacks N] [--runs N] [--like generated|real]

A generated repository has N stacks, each with a backend, variables, values and a page, a root Justfile and a pipeline with a
job for each stack. Prints the cost on top of the run without the analyzer at N/4, N/2 and N stacks: it should be below 15 % and
the same at each size.

With `--like real` a second repository, beside the first, is shaped as measured ones are that have many stacks in one place:

    repository                                      stacks   files a stack   KB a stack   .tf files   .tf KB
    generated here                                    1000             5.1          6.6         3.0      5.0
    ministryofjustice/cloud-platform-environments     1467            14.8         19.8         8.5     12.7
    stacksimplify/terraform-on-aws-eks                 505            21.9         22.3        17.9     15.1
    ministryofjustice/modernisation-platform           127            15.3        129.4         9.4     14.6

It follows the second row: a block that is completed elsewhere, providers, variables, calls of modules of other repositories, and
six manifests of Kubernetes; no page, no job and no script for each stack.
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
    configure(folder)


def like_real(folder, count):
    tags = "".join("      %-13s = var.%s\n" % (name, name) for name in ["application", "team_name", "is_production", "namespace", "service_area", "slack_channel"])
    provider = 'provider "aws" {\n  region = "eu-west-2"\n%s\n  default_tags {\n    tags = {\n' + tags + '      source_code   = "example.com/environments"\n    }\n  }\n}\n\n'
    for i in range(count):
        space = "namespaces/live/app%d" % i
        stack = "%s/%s/resources" % (folder, space)
        write(stack + "/main.tf", 'terraform {\n  backend "s3" {\n  }\n}\n\n' + provider % "" + provider % '  alias  = "london"\n' + provider % '  alias  = "ireland"\n')
        write(stack + "/variables.tf", "".join('variable "%s" {\n  description = "What this namespace calls its %s"\n  type        = string\n  default     = "app-%d"\n}\n\n' % (name, name, i) for name in [
            "application", "team_name", "is_production", "namespace", "service_area", "slack_channel", "vpc_name", "environment", "contact", "business_unit"]))
        write(stack + "/versions.tf", 'terraform {\n  required_version = ">= 1.2.5"\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\n')
        for k in range(5 + i % 2):
            inputs = "".join("  %-13s = var.%s\n" % (name, name) for name in ["application", "team_name", "is_production", "namespace", "service_area", "vpc_name"])
            write(stack + "/part%d.tf" % k, 'module "part" {\n  source = "github.com/example/module-%d?ref=7.%d.0" # use the latest\n\n%s}\n\nresource "kubernetes_secret" "part" {\n  metadata {\n    name      = "part-%d"\n    namespace = var.namespace\n  }\n\n  data = {\n    address = module.part.address\n    name    = module.part.name\n  }\n}\n\n%s' % (
                k, i % 9, inputs, k, 'data "aws_iam_policy_document" "part" {\n  statement {\n    actions   = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]\n    resources = [module.part.arn, "${module.part.arn}/*"]\n  }\n}\n\n' * 7))
        for k, kind in enumerate(["Namespace", "RoleBinding", "LimitRange", "ResourceQuota", "NetworkPolicy", "Certificate"]):
            write("%s/%s/0%d-%s.yaml" % (folder, space, k, kind.lower()), "apiVersion: v1\nkind: %s\nmetadata:\n  name: app%d\n  namespace: app%d\n  labels:\n%sspec:\n%s" % (
                kind, i, i, "".join("    example.com/label-%d: \"value-%d\"\n" % (n, n) for n in range(12)), "".join("  - field%d:\n      value: %d\n      other: app%d\n" % (n, n, i) for n in range(14))))
    write("%s/README.md" % folder, "# Environments\n\nEach namespace has its own state.\n")
    write("%s/.github/workflows/plan.yml" % folder, "on: pull_request\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          cd namespaces/live/$APP/resources\n          terraform init -backend-config=\"key=$APP/terraform.tfstate\" -backend-config=\"bucket=states\"\n          terraform plan\n")
    configure(folder)


def configure(folder):
    # (Without the gitlab family, two rules of which ask the model too.)
    families = ["identity", "cache", "topology", "actions"]
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
    parser.add_argument("--like", choices=["generated", "real"], default="generated")
    options = parser.parse_args()
    tool = os.path.abspath(options.tool)
    shapes = [("", repository)] + ([(" like a real repository's", like_real)] if options.like == "real" else [])
    for name, make in shapes:
        for count in (options.stacks // 4, options.stacks // 2, options.stacks):
            folder = tempfile.mkdtemp()
            try:
                make(folder, count)
                pairs = [(run(tool, folder, "without.yml"), run(tool, folder, "with.yml")) for _ in range(options.runs + 1)][1:]
            finally:
                shutil.rmtree(folder)
            without = statistics.median(a for a, _ in pairs)
            ratio = statistics.median(b / a for a, b in pairs)
            print("%5d stacks%s: %.3f s without, %+.1f %% with" % (count, name, without, 100 * (ratio - 1)))


if __name__ == "__main__":
    main()
