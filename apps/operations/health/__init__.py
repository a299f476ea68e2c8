"""Whether this node lives and can work: what a load balancer and a monitor ask."""
