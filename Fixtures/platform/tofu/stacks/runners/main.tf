module "nix" {
  source       = "./nix"
  runner_label = "tinyland-nix"
}

module "kernel" {
  source            = "./kernel"
  github_config_url = "https://github.com/Jesssullivan/linux-xr"
  runner_label      = "linux-xr-docker"
  proxy_image       = "ghcr.io/jesssullivan/web-proxy:latest"
}
