# Overlay for the Attic cache client
final: prev: {
  push-all = prev.writeShellScriptBin "push-all" ''
    name="''${ATTIC_CACHE_NAME:-main}"
    attic push "$name" "$@"
  '';
}
