terraform {
  backend "s3" {
    bucket       = "honey-states"
    key          = "registry/terraform.tfstate"
    use_lockfile = true
    endpoints    = { s3 = "https://s3.honey.example.net" }
  }
}
