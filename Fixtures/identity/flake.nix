{
  outputs = { self, nixpkgs }: {
    devShells.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.mkShell {
      name = "attic-cache-dev";
    };
    image = {
      "org.opencontainers.image.source" = "https://github.com/Jesssullivan/attic-iac";
    };
  };
}
