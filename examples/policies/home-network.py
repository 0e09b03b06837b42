# No second factor from the office's networks.
# Bind to the stage "authenticator validation".
offices = [
    ip_network("192.0.2.0/24"),
    ip_network("198.51.100.0/25"),
    ip_network("2001:db8:40::/48"),
]
return not any(ak_client_ip in office for office in offices)
