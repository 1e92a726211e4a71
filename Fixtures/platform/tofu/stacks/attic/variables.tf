variable "namespace" {
  description = "Namespace of the caches"
  type        = string
  default     = "attic-cache"
}

variable "base_domain" {
  description = "Domain of public hosts"
  type        = string
  default     = "fuzzy-dev.tinyland.dev"
}

variable "attic_cache" {
  description = "Name of the Attic cache"
  type        = string
  default     = "main"
}
