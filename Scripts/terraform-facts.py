#!/usr/bin/env python3
"""Measures again what Facts/terraform-state.yml says, with the real terraform.

    Scripts/terraform-facts.py            all checks, then every argument of every backend
    Scripts/terraform-facts.py CHECK...   some of them

A small server on loopback stands in for a state API: it records each request, and answers 405 to the methods that it is
told not to know. Without terraform (or TERRAFORM=path) it says so and ends well. Needs no network.
"""
import base64, http.server, json, os, re, shutil, subprocess, sys, tempfile, threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FACTS = os.path.join(ROOT, "Facts", "terraform-state.yml")
TERRAFORM = os.environ.get("TERRAFORM") or shutil.which("terraform")


class StateServer(http.server.ThreadingHTTPServer):
    """Holds states by path; `refused` are methods that it answers with 405."""

    def __init__(self, refused=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.refused, self.requests, self.states = set(refused), [], {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def url(self, path="/state/a"):
        return "http://127.0.0.1:%d%s" % (self.server_address[1], path)

    def methods(self):
        return [method for method, _, _ in self.requests]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server, path = self.server, self.path.split("?")[0]
        server.requests.append((self.command, path, self.headers.get("Authorization")))
        status, reply = 200, b""
        if self.command in server.refused:
            status = 405
        elif path.endswith("/lock"):
            pass
        elif self.command == "GET":
            status, reply = (200, server.states[path]) if path in server.states else (404, b"")
        elif self.command in ("POST", "PUT"):
            server.states[path] = body
        self.send_response(status)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_LOCK = do_UNLOCK = answer

    def log_message(self, *_):
        pass


class Stack:
    """A folder with configuration, and terraform in it."""

    def __init__(self, folder, **files):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        for name, text in files.items():
            path = os.path.join(folder, name.replace("__", "/") + ".tf")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)

    def run(self, *arguments, **environment):
        clean = {k: v for k, v in os.environ.items() if not re.match(r"TF_|AWS_|ARM_|GOOGLE_", k)}
        clean.update(CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1", TF_CLI_CONFIG_FILE=os.devnull, TF_HTTP_RETRY_MAX="0")
        clean.update(environment)
        done = subprocess.run(
            [TERRAFORM, *arguments, "-no-color"], cwd=self.folder, env=clean, capture_output=True, text=True, timeout=60)
        return done.returncode, re.sub(r"\s*\n[│╵╷ ]*", " ", done.stdout + done.stderr)

    def init(self, *arguments, **environment):
        return self.run("init", "-input=false", *arguments, **environment)

    def plan(self, *arguments, **environment):
        return self.run("plan", "-input=false", *arguments, **environment)

    def apply(self, *arguments, **environment):
        return self.run("apply", "-input=false", "-auto-approve", *arguments, **environment)


def block(type_, **arguments):
    body = "".join('    %s = "%s"\n' % item for item in arguments.items())
    return 'terraform {\n  backend "%s" {\n%s  }\n}\n' % (type_, body)


RESOURCE = 'resource "terraform_data" "x" {\n  input = "%s"\n}\n'
checks = {}


def check(function):
    checks[function.__name__] = function
    return function


def says(result, text, status=1):
    assert result[0] == status and text in result[1], "wanted status %d and %r, got %r" % (status, text, result)


@check
def http_defaults(tmp):
    with StateServer() as server:
        lock = server.url("/state/a/lock")
        stack = Stack(tmp, main=block("http", address=server.url(), lock_address=lock, unlock_address=lock) + RESOURCE % 1)
        says(stack.init(), "successfully initialized", 0)
        says(stack.apply(), "Apply complete", 0)
        used = {m for m in server.methods()}
        assert {"LOCK", "UNLOCK", "POST"} <= used and not used & {"PUT", "DELETE"}, used


@check
def lock_url_405(tmp):
    with StateServer(refused=["LOCK", "UNLOCK"]) as server:
        lock = server.url("/state/a/lock")
        stack = Stack(tmp, main=block("http", address=server.url(), lock_address=lock, unlock_address=lock) + RESOURCE % 1)
        stack.init()
        says(stack.plan(), "405")
        more = Stack(tmp, main=block(
            "http", address=server.url(), lock_address=lock, unlock_address=lock, lock_method="POST",
            unlock_method="DELETE") + RESOURCE % 1)
        more.init("-reconfigure")
        says(more.plan(), "Plan:", 0)


@check
def lock_without_unlock(tmp):
    with StateServer() as server:
        stack = Stack(tmp, main=block("http", address=server.url(), lock_address=server.url("/state/a/lock")) + RESOURCE % 1)
        stack.init()
        code, text = stack.apply()
        assert code == 0 and "lock" not in text.lower().replace("acquiring state lock", "").replace("releasing state lock", ""), text
        assert "LOCK" in server.methods() and not {"UNLOCK", "DELETE"} & set(server.methods()), server.methods()


@check
def unlock_without_lock(tmp):
    for name, arguments in (("one", {"unlock_address": "/state/a/lock"}), ("none", {})):
        with StateServer() as server:
            arguments = {k: server.url(v) for k, v in arguments.items()}
            stack = Stack(os.path.join(tmp, name), main=block("http", address=server.url(), **arguments) + RESOURCE % 1)
            stack.init()
            code, text = stack.apply()
            assert code == 0 and "Warning" not in text, text
            assert not {"LOCK", "UNLOCK"} & set(server.methods()), server.methods()


def authorizations(tmp, **arguments):
    with StateServer() as server:
        stack = Stack(tmp, main=block("http", address=server.url(), **arguments) + RESOURCE % 1)
        stack.init()
        stack.plan()
        return {header for _, _, header in server.requests}


@check
def password_without_username(tmp):
    assert authorizations(tmp, password="p") == {None}


@check
def username_without_password(tmp):
    assert authorizations(tmp, username="u") == {"Basic " + base64.b64encode(b"u:").decode()}


@check
def values_in_clear(tmp):
    def written(folder):
        found = set()
        for name in (".terraform/terraform.tfstate", "p.tfplan"):
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            if name.endswith("plan"):
                import io, zipfile
                archive = zipfile.ZipFile(io.BytesIO(data))
                data = b"".join(archive.read(entry) for entry in archive.namelist())
            if b"very-secret-value" in data:
                found.add(name)
        return found

    with StateServer() as server:
        flag = Stack(os.path.join(tmp, "flag"), main=block("http") + RESOURCE % 1)
        flag.init("-backend-config=address=" + server.url(), "-backend-config=username=u", "-backend-config=password=very-secret-value")
        flag.plan("-out=p.tfplan")
        assert written(flag.folder) == {".terraform/terraform.tfstate", "p.tfplan"}, written(flag.folder)
        env = dict(TF_HTTP_ADDRESS=server.url(), TF_HTTP_USERNAME="u", TF_HTTP_PASSWORD="very-secret-value")
        quiet = Stack(os.path.join(tmp, "env"), main=block("http") + RESOURCE % 1)
        quiet.init(**env)
        quiet.plan("-out=p.tfplan", **env)
        assert written(quiet.folder) == set(), written(quiet.folder)


@check
def flag_beats_environment(tmp):
    with StateServer() as server:
        stack = Stack(tmp, main=block("http") + RESOURCE % 1)
        stack.init("-backend-config=address=" + server.url("/state/flag"), TF_HTTP_ADDRESS=server.url("/state/env"))
        stack.plan(TF_HTTP_ADDRESS=server.url("/state/env"))
        assert {path for _, path, _ in server.requests} == {"/state/flag"}, server.requests


@check
def address_required(tmp):
    says(Stack(tmp, main=block("http")).init(), "address argument is required")


@check
def unknown_argument(tmp):
    says(Stack(os.path.join(tmp, "b"), main=block("s3", bucket="b", address="x")).init(), "Unsupported argument")
    says(
        Stack(os.path.join(tmp, "f"), main=block("s3")).init("-backend-config=address=x"),
        "Invalid backend configuration argument")


@check
def unused_environment(tmp):
    stack = Stack(tmp, main=block("local") + RESOURCE % 1)
    code, text = stack.init(TF_HTTP_ADDRESS="http://127.0.0.1:1/x")
    assert code == 0 and "TF_HTTP" not in text and "Warning" not in text, text


@check
def no_backend(tmp):
    stack = Stack(tmp, main=RESOURCE % 1)
    stack.init()
    stack.apply()
    assert os.path.exists(os.path.join(tmp, "terraform.tfstate"))


@check
def two_blocks(tmp):
    says(Stack(tmp, main=block("local"), other=block("http")).init(), "Duplicate backend configuration")


@check
def unknown_backend(tmp):
    says(Stack(tmp, main=block("cloud")).init(), "Unsupported backend type")


@check
def backend_in_module(tmp):
    stack = Stack(tmp, main='module "m" {\n  source = "./m"\n}\n', m__main=block("http") + RESOURCE % 1)
    code, text = stack.init()
    assert code == 0 and "Backend configuration ignored" in text, text


@check
def shared_address(tmp):
    with StateServer() as server:
        one = Stack(os.path.join(tmp, "one"), main=block("http", address=server.url()) + RESOURCE % 1)
        one.init()
        says(one.apply(), "1 added", 0)
        two = Stack(os.path.join(tmp, "two"), main=block("http", address=server.url()) + RESOURCE.replace('"x"', '"y"') % 1)
        two.init()
        says(two.plan(), "1 to destroy", 0)


@check
def backend_false(tmp):
    stack = Stack(tmp, main=block("http", address="http://127.0.0.1:1/x") + RESOURCE % 1)
    says(stack.init("-backend=false"), "successfully initialized", 0)
    says(stack.plan(), "Backend initialization required")


@check
def plan_before_init(tmp):
    says(Stack(tmp, main=block("local") + RESOURCE % 1).plan(), "Backend initialization required")


@check
def variable_in_block(tmp):
    text = 'variable "p" {\n  default = "x"\n}\nterraform {\n  backend "local" {\n    path = var.p\n  }\n}\n'
    stack = Stack(tmp, main=text)
    says(stack.init(), "Variables not allowed")
    for value in ("data.x.y.z", "module.x.y", "path.module"):
        other = Stack(os.path.join(tmp, value), main='terraform {\n  backend "local" {\n    path = %s\n  }\n}\n' % value)
        says(other.init(), "Variables not allowed")
    # What an init gives takes the block's place before that is worked out; plan does not ask again.
    code, said = stack.init("-backend-config=path=foo.tfstate")
    assert code == 0, said
    code, said = stack.plan()
    assert code == 0, said


@check
def http_workspaces(tmp):
    with StateServer() as server:
        stack = Stack(tmp, main=block("http", address=server.url()))
        stack.init()
        says(stack.run("workspace", "new", "x"), "workspaces not supported")


@check
def undeclared_variable(tmp):
    stack = Stack(tmp, main=RESOURCE % 1)
    stack.init()
    says(stack.plan("-var=nobody=1"), "Value for undeclared variable")
    with open(os.path.join(tmp, "x.tfvars"), "w") as file:
        file.write('nobody = "1"\n')
    code, text = stack.plan("-var-file=x.tfvars")
    assert code == 0 and "Warning: Value for undeclared variable" in text, text


@check
def var_file_missing(tmp):
    stack = Stack(tmp, main=RESOURCE % 1)
    stack.init()
    says(stack.plan("-var-file=nowhere.tfvars"), "Failed to read variables file")


@check
def workspaces_under_one_address(tmp):
    shared = block("local", workspace_dir=os.path.join(tmp, "states"))
    one = Stack(os.path.join(tmp, "one"), main=shared + RESOURCE % 1)
    one.init()
    one.run("workspace", "new", "w")
    says(one.apply(), "1 added", 0)
    two = Stack(os.path.join(tmp, "two"), main=shared + RESOURCE.replace('"x"', '"y"') % 1)
    two.init()
    two.run("workspace", "new", "v")
    says(two.plan(), "0 to destroy", 0)
    two.run("workspace", "select", "w")
    says(two.plan(), "1 to destroy", 0)


@check
def backend_file_missing(tmp):
    says(Stack(tmp, main=block("local")).init("-backend-config=nowhere.hcl"), "Failed to read file")


@check
def cloud_takes_no_flag(tmp):
    cloud = 'terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "w"\n    }\n  }\n}\n'
    says(Stack(tmp, main=cloud).init("-backend-config=organization=p"), "Invalid command-line option")


@check
def type_is_the_blocks(tmp):
    with StateServer() as server:
        stack = Stack(tmp, main=block("local") + RESOURCE % 1)
        says(stack.init("-backend-config=address=" + server.url()), "Invalid backend configuration argument")
        says(stack.init(TF_HTTP_ADDRESS=server.url()), 'configured the backend "local"', 0)
        says(stack.apply(TF_HTTP_ADDRESS=server.url()), "1 added", 0)
        assert not list(server.methods()), list(server.methods())


@check
def own_values_only(tmp):
    text = 'variable "v" {\n  default = "unread"\n}\noutput "v" {\n  value = var.v\n}\n'
    stack = Stack(os.path.join(tmp, "stacks", "a"), main=text)
    for folder in (tmp, os.path.join(tmp, "stacks"), os.path.join(tmp, "tfvars")):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "terraform.tfvars"), "w") as file:
            file.write('v = "read"\n')
    stack.init()
    says(stack.apply(), 'v = "unread"', 0)
    says(stack.plan("-var-file=../../values/a.tfvars"), "Failed to read variables file")


@check
def override(tmp):
    stack = Stack(tmp, main=block("http", nonsense="1"), x_override=block("local"))
    says(stack.init(), "successfully initialized", 0)


@check
def plain_http(tmp):
    seen = authorizations(tmp, username="u", password="p")
    assert seen == {"Basic " + base64.b64encode(b"u:p").decode()}, seen


@check
def s3_spellings(tmp):
    for old, value, new in (("endpoint", "https://127.0.0.1:1", "endpoints.s3"), ("force_path_style", "true", "use_path_style")):
        arguments = {"bucket": "b", "key": "k", "region": "eu-west-1", "access_key": "a", "secret_key": "b", "max_retries": "1",
                     "skip_credentials_validation": "true", "skip_requesting_account_id": "true", old: value}
        _, text = Stack(os.path.join(tmp, old), main=block("s3", **arguments)).init(
            AWS_ENDPOINT_URL_S3="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="1")
        assert "Deprecated Parameter" in text and new in text, text


# ── the table of backends ─────────────────────────────────────────────────────

def backends():
    """type → lists, from the file; of YAML only what the file uses."""
    result, current = {}, None
    for line in open(FACTS, encoding="utf-8"):
        if line.startswith("facts:"):
            break
        if match := re.match(r"  (\w+):$", line):
            current = result.setdefault(match[1], {})
        elif match := re.match(r"    ([\w-]+): \[(.*)\]$", line):
            current[match[1]] = [word.strip() for word in match[2].split(",") if word.strip()]
        elif match := re.match(r'    since: "(.*)"$', line):
            current["since"] = match[1]
    return result


def facts():
    """check → id"""
    text = open(FACTS, encoding="utf-8").read()
    return {m[2]: m[1] for m in re.finditer(r"- id: (\S+)\n    says: .*\n    check: (\S+)", text)}


def arguments_of(type_, lists, tmp):
    """What terraform does not expect in a block with every argument of the table."""
    body = "".join("    %s = null\n" % name for name in lists["arguments"]) + "    no_such_argument = null\n"
    head = "cloud" if type_ == "cloud" else 'backend "%s"' % type_
    _, text = Stack(tmp, main="terraform {\n  %s {\n%s  }\n}\n" % (head, body)).init()
    return re.findall(r'argument named "(\w+)" is not expected', text), text


def main(names):
    if not TERRAFORM:
        print("skipped: terraform is not installed; set TERRAFORM to its path")
        return 0
    version = json.loads(subprocess.run([TERRAFORM, "version", "-json"], capture_output=True, text=True).stdout)["terraform_version"]
    print("terraform", version)
    named = facts()
    failed = 0
    for missing in set(named) ^ set(checks):
        print("FAILED  %s: a check without a fact, or a fact whose check is not here" % missing)
        failed += 1
    for name in names or checks:
        tmp = tempfile.mkdtemp()
        try:
            checks[name](tmp)
            print("held    %s" % named.get(name, name))
        except Exception as error:
            print("FAILED  %s: %s" % (named.get(name, name), error))
            failed += 1
        finally:
            shutil.rmtree(tmp, ignore_errors=True)
    for type_, lists in ({} if names else backends()).items():
        if "since" in lists and tuple(map(int, lists["since"].split("."))) > tuple(map(int, version.split(".")[:2])):
            print("skipped backend %s: it is there from %s on" % (type_, lists["since"]))
            continue
        tmp = tempfile.mkdtemp()
        unexpected, text = arguments_of(type_, lists, tmp)
        shutil.rmtree(tmp, ignore_errors=True)
        if unexpected == ["no_such_argument"]:
            print("held    backend %s: %d arguments" % (type_, len(lists["arguments"])))
        else:
            print("FAILED  backend %s: not expected: %s %s" % (type_, unexpected, "" if unexpected else text[:300]))
            failed += 1
    print("%d failed" % failed if failed else "all held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
