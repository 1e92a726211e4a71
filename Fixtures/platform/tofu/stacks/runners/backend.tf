terraform {
  backend "http" {
    address        = "http://state.example.com/runners"
    lock_address   = "http://state.example.com/runners/lock"
    username       = "bot"
    password       = "do-not-do-this"
    retry_max      = 3
    skip_cert_verification = true
    bucket         = "states"
  }
}
