terraform {
  backend "http" {
    address        = var.state_address
    unlock_address = "https://state.example.com/mirror"
    password       = var.state_password
  }
}
