locals {
  sets = {
    kernel = {
      runner_label = "kernel-nix"
    }
    shared = {
      runner_label = "tinyland-nix"
    }
  }
}
