# beehive for reviews, rigel for production
provider "civo" {
  region = "NYC1"
}

variable "storage_class" {
  default = "civo-volume"
}

variable "retained_storage_class" {
  default = "trident-retain"
}
