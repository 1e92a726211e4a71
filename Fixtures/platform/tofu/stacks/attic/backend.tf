# GitLab Managed Terraform State
#
# State is stored in GitLab; pipelines get in with CI_JOB_TOKEN.
#
# What the pipeline sets:
#   TF_HTTP_ADDRESS      - where state is read and written
#   TF_HTTP_LOCK_METHOD  - POST (default)

terraform {
  backend "http" {}
}
