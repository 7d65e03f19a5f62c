"""WeasyPrint alone: prints each page it is sent as the manual's first example would.

Everything is made anew for every page: fonts, sheets, the tree. Same page, same PDF variant, in a
warm process of its own. Jobs and answers travel as they do to our press.
"""

import sys
import time

from weasyprint import CSS, HTML  # noqa: TID251 (the other side of the comparison)
from weasyprint.text.fonts import FontConfiguration  # noqa: TID251 (see above)

from clinic.paper.pdf import OwnAssetsOnly
from clinic.paper.wire import read_frame, write_frame


def main() -> None:
    """Print until nothing more comes."""
    fetcher = (
        OwnAssetsOnly()
    )  # the fonts' and sheets' bytes; a file read again costs next to nothing
    base = fetcher.fetch("asset:base.css").read().decode()
    while (job := read_frame(sys.stdin.buffer)) is not None:
        begun = time.process_time()
        fonts = FontConfiguration()
        sheet = CSS(string=base, font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=job[1].decode(), url_fetcher=fetcher)
        pdf = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
        spent = time.process_time() - begun
        write_frame(sys.stdout.buffer, {"cpu": spent}, pdf)


if __name__ == "__main__":
    main()
