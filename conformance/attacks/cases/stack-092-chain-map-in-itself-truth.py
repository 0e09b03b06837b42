# id: stack-092
# class: stack
# title: chain-map-in-itself-truth
# expect: limit
# also: error
# defence: D10
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    from collections import ChainMap
    c = ChainMap()
    c.maps[0] = c
    return bool(c)
