# Show a stage the second time it is reached, not the first.
# A key in the flow's own context remembers that.
plan = context["flow_plan"]
if plan.context.pop("example.org/seen", False):
    return True
plan.context["example.org/seen"] = True
return False
