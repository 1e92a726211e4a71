terraform {
  backend "s3" {
    bucket           = "states"
    key              = "dashboard/terraform.tfstate"
    endpoint         = "https://objectstore.nyc1.civo.com"
    force_path_style = true
    lock_method      = "POST"
  }
}

provider "civo" {
  region = "NYC1"
}
