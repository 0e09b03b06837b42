# id: numeric-080
# class: numeric
# title: float-digits-against-exponent
# expect: ok:[0.1111111111111111, 1.0, 0.0, inf]
# defence: D33
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    return [
        float("1" * 1000000 + "e-1000000"),
        float("0." + "0" * 300000 + "1e300001"),
        float("0." + "0" * 300000 + "1e" + "-" + "9" * 30),
        float("1" + "0" * 10 + "e" + "9" * 100000),
    ]
