# Attic stack - the Nix binary cache
#
# (beehive for review, rigel for production)

module "store" {
  source        = "../../modules/cache-store"
  namespace     = var.namespace
  storage_class = "civo-volume"
  log_class     = "trident-expandable"
}

module "record" {
  source     = "../../modules/dns"
  host       = "attic-cache.${var.base_domain}"
  managed_by = "attic-cache"
}

resource "kubernetes_cron_job_v1" "warm" {
  metadata {
    name      = "attic-cache-warm"
    namespace = var.namespace
    labels = {
      "app.kubernetes.io/name"    = "attic-cache-warm"
      "app.kubernetes.io/part-of" = "attic-cache"
    }
  }
}

locals {
  attic_url = "http://attic.${var.namespace}.svc.cluster.local"
}
