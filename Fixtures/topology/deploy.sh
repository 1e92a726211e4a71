#!/bin/sh
export KUBECONFIG=~/.kube/config-bumble
tofu apply -var-file=beehive.tfvars
