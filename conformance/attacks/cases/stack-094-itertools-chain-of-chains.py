# id: stack-094
# class: stack
# title: itertools-chain-of-chains
# expect: limit
# also: error
# defence: D10
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    from itertools import chain
    x = iter([])
    for i in range(5000):
        x = chain(x, [i])
    return next(x)
