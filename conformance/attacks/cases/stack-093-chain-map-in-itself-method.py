# id: stack-093
# class: stack
# title: chain-map-in-itself-method
# expect: limit
# also: error
# defence: D10
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    from collections import ChainMap
    c = ChainMap()
    c.maps[0] = c
    c.clear()
    return c
