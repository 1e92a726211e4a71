# Autoscaled store, a module for Civo Kubernetes.
#
#   module "store" {
#     s3_endpoint = "minio.attic-cache.svc.cluster.local:9000"
#   }

terraform {
  backend "http" {}
}

variable "namespace" {
  type = string
}

variable "storage_class" {
  type = string
}
