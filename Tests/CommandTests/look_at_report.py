"""Looks at report pages in a headless Chromium: at desktop and phone width, light and dark.

    look_at_report.py PAGE.html ... [--pictures DIRECTORY]

axe-core must find nothing serious on them, nothing may be wider than the window, and the page may neither
load anything nor complain. Exits 0 when all is well; --pictures keeps what was seen.
"""

import argparse
import base64
import importlib.util
import json
import pathlib
import sys

from selenium import webdriver

# The package is there for this file of it.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent / "axe.min.js"
WINDOWS = {"desktop": (1280, 900, 1), "phone": (390, 844, 2)}
# Everything that is folded up is opened, for it must be readable, too.
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true;"
WIDTHS = "return [document.documentElement.scrollWidth, window.innerWidth];"
LOADED = "return performance.getEntriesByType('resource').map(entry => entry.name);"


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))


def problems(driver, page, window, scheme, pictures):
    width, height, ratio = WINDOWS[window]
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": window == "phone"})
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get(page.absolute().as_uri())
    if pictures:
        take_pictures(driver, pictures / f"{page.parent.parent.name}-{window}-{scheme}", width, height)
    loaded = driver.execute_script(LOADED)
    driver.execute_script(UNFOLD)
    content, visible = driver.execute_script(WIDTHS)
    if loaded:
        yield f"loads {loaded}"
    if content > visible:
        yield f"is {content} pixels wide in a window of {visible}"
    for entry in driver.get_log("browser"):
        yield entry["message"]
    driver.execute_script(AXE.read_text())
    result = driver.execute_async_script("axe.run().then(arguments[arguments.length - 1]);")
    for violation in result["violations"]:
        places = [node["html"][:200] for node in violation["nodes"]]
        yield f"{violation['impact']}: {violation['help']} ({violation['id']}): " + json.dumps(places)


def take_pictures(driver, name, width, height):
    """Writes the page in pieces of two windows each."""
    length = driver.execute_script("return document.documentElement.scrollHeight;")
    for number, top in enumerate(range(0, length, 2 * height)):
        clip = {"x": 0, "y": top, "width": width, "height": min(2 * height, length - top), "scale": 1}
        shot = driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        pathlib.Path(f"{name}-{number}.png").write_bytes(base64.b64decode(shot["data"]))


parser = argparse.ArgumentParser()
parser.add_argument("pages", type=pathlib.Path, nargs="+")
parser.add_argument("--pictures", type=pathlib.Path)
arguments = parser.parse_args()
driver = browser()
driver.set_script_timeout(120)
found = 0
for page in arguments.pages:
    for window in WINDOWS:
        for scheme in ("light", "dark"):
            for problem in problems(driver, page, window, scheme, arguments.pictures):
                print(f"{page}, {window}, {scheme}: {problem}")
                found += 1
driver.quit()
sys.exit(1 if found else 0)
