cluster_context = "tinyland-civo-dev"
