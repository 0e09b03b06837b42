"""Cases for `statistics`."""

from .grammar import listed

IMPORTS = "import statistics"

RULES = {
    "case": """
        4~ statistics.mean({sample})
        3~ statistics.fmean({sample})
        2~ statistics.fmean({sample}, {sample})
        2~ statistics.fmean({pair}, weights={pair})
        2~ statistics.geometric_mean({sample})
        2~ statistics.harmonic_mean({sample})
        statistics.harmonic_mean({pair}, weights={pair})
        2~ statistics.median({sample})
        statistics.median_low({sample})
        statistics.median_high({sample})
        2~ statistics.median_grouped({sample})
        statistics.median_grouped({sample}, interval={plain})
        statistics.mode({sample})
        statistics.multimode({sample})
        statistics.multimode({str})
        3~ statistics.pstdev({sample})
        3~ statistics.stdev({sample})
        3~ statistics.pvariance({sample})
        3~ statistics.variance({sample})
        statistics.variance({sample}, {plain})
        statistics.pvariance({sample}, mu={plain})
        2~ statistics.quantiles({sample})
        2~ statistics.quantiles({sample}, n={small}, method={method})
        statistics.covariance({sample}, {sample})
        2~ statistics.covariance({pair}, {pair})
        2~ statistics.correlation({pair}, {pair})
        statistics.correlation({pair}, {pair}, method={ranked})
        2~ statistics.linear_regression({pair}, {pair})
        statistics.linear_regression({pair}, {pair}, proportional=True)
        statistics.linear_regression({pair}, {pair}).slope
        statistics.{_name}({any})
        statistics.{_name}({words})
        statistics.{_name}()
        statistics.{_name}(iter({sample}))
        statistics.{_name}({numbers})
        3~ {normal}
        4~ {normal}.{_normal}
        4~ {normal}.{_at}({plain})
        3~ {normal} {_sign} {operand}
        2~ {operand} {_sign} {normal}
        [-{normal}, +{normal}, {normal} == {normal}]
        {normal}.overlap({normal})
        {normal}.quantiles({small})
        {normal}.inv_cdf({share})
        statistics.NormalDist.from_samples({sample})
        statistics.NormalDist({any}, {any})
        statistics.NormalDist({plain}, sigma={plain}, foo={any})
        {normal}.{_at}({any})
        {normal} {_sign} {any}
        {normal} == {any}
        {normal}.overlap({any})
        {{normal}: 1}[{normal}]
    """,
    "normal": "3~ statistics.NormalDist({plain}, {positive})\nstatistics.NormalDist()\nstatistics.NormalDist({plain})\nstatistics.NormalDist({plain}, {plain})\nstatistics.NormalDist(mu={small}, sigma={nat})",
    "positive": lambda g: g.one([str(1 + g.below(9)), repr(round(g.random.uniform(0, 9), g.below(4)))]),
    "share": lambda g: g.one(["0.5", "0", "1", "0.01", "0.999", "1e-9", repr(g.random.random()), "-0.1", "2"]),
    "_normal": "mean\nmedian\nmode\nstdev\nvariance\nfoo",
    "_at": "pdf\ncdf\nzscore\ninv_cdf",
    "_sign": "+\n-\n*\n/",
    "operand": "{plain}\n{plain}\n{normal}",
    "_name": """
        mean
        fmean
        geometric_mean
        harmonic_mean
        median
        median_low
        median_high
        median_grouped
        mode
        multimode
        pstdev
        stdev
        pvariance
        variance
        quantiles
    """,
    "method": "'inclusive'\n'exclusive'\n'inclusive'\n'exclusive'\n'x'",
    "ranked": "'ranked'\n'linear'\n'x'",
    "plain": lambda g: g.one([str(g.below(40) - 10), repr(round(g.random.uniform(-50, 50), g.below(4))), repr(g.random.uniform(0, 1))]),
    "sample": lambda g: g.one([plain, plain, equal, numbers])(g),
    "pair": listed("plain", 4, 4),
}
plain = listed("plain", 7)
numbers = listed("number", 5)


def equal(g):
    """Few values, often the same."""
    few = g.many("plain", 3, 1)
    return "[%s]" % ", ".join(g.one(few) for _ in range(g.below(9)))
