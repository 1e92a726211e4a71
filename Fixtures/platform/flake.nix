{
  description = "Nix cache and runners - Civo Kubernetes Deployment";

  nixConfig = {
    extra-substituters = [ "https://nix-cache.fuzzy-dev.tinyland.dev/main" ];
  };

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    attic.url = "github:zhaofengli/attic";
    compat.url = "https://flakehub.com/f/edolstra/flake-compat/1.tar.gz";
    flywheel.url = "github:Jesssullivan/GloriousFlywheel";
  };

  outputs = { nixpkgs, attic, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.attic-client = attic.packages.x86_64-linux.attic;

      packages.x86_64-linux.image = pkgs.dockerTools.buildImage {
        name = "attic-server";
        config.Labels = {
          "org.opencontainers.image.source" = "https://github.com/Jesssullivan/attic-iac";
          "org.opencontainers.image.title" = "Attic cache server";
        };
      };

      devShells.x86_64-linux.default = pkgs.mkShell {
        name = "attic-cache-dev";
        packages = [ pkgs.opentofu pkgs.civo ];
        ATTIC_CACHE_URL = "https://nix-cache.fuzzy-dev.tinyland.dev";
        shellHook = ''
          echo "Attic Cache Development Environment"
          echo "cache: ''${ATTIC_CACHE:-main}"
        '';
      };

      nixosModules.client = { config, lib, ... }: {
        options.services.attic-cache.enable = lib.mkEnableOption "the Attic cache client";
      };
    };
}
