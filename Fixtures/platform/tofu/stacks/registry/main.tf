# The registry is as it should be: state of its own, context honey.
provider "kubernetes" {
  config_context = "honey"
}

resource "kubernetes_namespace_v1" "registry" {
  metadata {
    name = "registry"
    labels = {
      "app.kubernetes.io/part-of" = "glorious-flywheel"
    }
  }
}
