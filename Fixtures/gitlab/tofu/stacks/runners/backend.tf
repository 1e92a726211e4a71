# GitLab Managed Terraform State: pipelines get in
# with CI_JOB_TOKEN.
terraform {
  backend "http" {}
}
