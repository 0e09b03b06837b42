# id: stack-091
# class: stack
# title: chain-map-in-itself-set
# expect: limit
# also: error
# defence: D10
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    from collections import ChainMap
    c = ChainMap()
    c.maps[0] = c
    c['a'] = 1
    return c
