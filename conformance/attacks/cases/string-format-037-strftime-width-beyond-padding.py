# id: string-format-037
# class: string-format
# title: strftime-width-beyond-padding
# expect: ok:[101000, 101000, 101000, 101000]
# also: limit
# defence: D29,D33
def handler(request, context, ak_client_ip, ak_is_sso_flow, http_request):
    import datetime
    moment = datetime.datetime(2024, 2, 29, 7, 5)
    return [len(moment.strftime(start + "x" * 1000)) for start in ("%100000d", "%_100000e", "%0100000Y", "%^100000j")]
