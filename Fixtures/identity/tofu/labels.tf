locals {
  labels = {
    "app.kubernetes.io/part-of" = "attic-cache"
  }
}
