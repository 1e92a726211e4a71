variable "host" {
  type = string
}

variable "managed_by" {
  description = "Owner, written into the record"
  type        = string
  default     = "attic-cache"
}
