"""A build on several worker processes of one machine, as it would be on several machines."""

from __future__ import annotations

import os
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from brister_analysis.cluster import cluster
from brister_analysis.errors import UsageError
from brister_analysis.pipeline import build, compare_trees, intake_all
from brister_analysis.plan import plan, plan_one
from brister_analysis.workspace import Workspace
from tests.conftest import ROOT, new_project

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

YEARS = [("skane", 2023)]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Workspace:
    workspace = new_project(tmp_path_factory.mktemp("shared"), {"skane": [year for _, year in YEARS]})
    intake_all(workspace)
    return workspace


@pytest.fixture(scope="module")
def address():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as local:
        yield local.scheduler_address


def kill_a_busy_worker(address: str, killed: list[int]) -> None:
    """Wait until both workers make a page, then kill one as a machine that loses its power."""
    with distributed.Client(address, set_as_default=False) as client:
        pids = client.run(os.getpid)
        for _ in range(600):
            busy = [worker for worker, tasks in client.processing().items() if tasks]
            if len(busy) == 2:
                break
            time.sleep(0.05)
        killed.append(pids[sorted(busy)[0]])
        os.kill(killed[0], signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_loses_no_page_and_changes_no_byte(project, address, tmp_path):
    # One page for each worker: the one that is left makes both.
    steps = plan(project, YEARS, ("sv",))[:2]
    assert len(steps) == 2
    alone = build(project, steps, workers=2)
    (project.root / "reports").rename(tmp_path / "alone")

    killed: list[int] = []
    killer = Thread(target=kill_a_busy_worker, args=(address, killed))
    with cluster(address, project) as executor:
        killer.start()
        outcomes = build(project, steps, executor=executor)
    killer.join()

    assert killed
    assert [outcome.name for outcome in outcomes] == [outcome.name for outcome in alone]
    assert [outcome.faults for outcome in outcomes] == [()] * len(steps)
    assert compare_trees(tmp_path / "alone", project.reports()) == []


@pytest.mark.slow
def test_partitions_of_a_large_export_go_to_the_same_workers(project, address, tmp_path):
    from brister_analysis.coding.partitions import process_partitions

    source, region = tmp_path / "export", "vastra-gotaland"
    shutil.copytree(ROOT / "data" / "raw" / region / "2024", source)
    alone = process_partitions(source, tmp_path / "alone", region, 2024, workspace=project)
    with cluster(address, project) as executor:
        shared = process_partitions(
            source, tmp_path / "shared", region, 2024, executor=executor, workspace=project
        )
    assert len(alone) == 2
    assert alone.equals(shared)
    assert compare_trees(tmp_path / "alone", tmp_path / "shared") == []


def test_what_is_sent_holds_no_name_and_no_text(project):
    import pickle

    from brister_analysis.pipeline import page_seconds
    from brister_analysis.reporting.held_names import held_names

    (step, *_) = plan(project, YEARS, ("sv",))
    sent = pickle.dumps((project, step.request, page_seconds(project)))
    names = held_names(project, step.request)
    assert len(names) > 20
    assert not any(name.encode() in sent for name in names)


def test_workers_that_see_other_folders_are_refused(address, tmp_path, monkeypatch):
    import brister_analysis.cluster as module

    elsewhere = new_project(tmp_path / "mine", {})
    # What this machine marks is not what the workers find.
    monkeypatch.setattr(module, "MARK", ".elsewhere")
    with pytest.raises(UsageError, match="Arbetare 1 ser inte samma mappar"), cluster(address, elsewhere):
        pass
    assert not list(Path(elsewhere.reports()).glob(".*"))


def test_workers_with_another_version_are_refused(address, project, monkeypatch):
    import brister_analysis.cluster as module

    module.circumstances.cache_clear()
    monkeypatch.setattr(module, "version", lambda package: "0.0" if package == "numpy" else "")
    with (
        pytest.raises(UsageError, match=r"skiljer sig från den här datorn: .*numpy"),
        cluster(address, project),
    ):
        pass


def test_a_worker_that_joins_late_and_differs_makes_no_page(project):
    from concurrent.futures import ThreadPoolExecutor

    import brister_analysis.cluster as module

    module.circumstances.cache_clear()
    (first, *_) = plan(project, YEARS, ("sv",))
    step = plan_one(project, first.request)
    step = replace(step, status="new")
    here = {**module.circumstances(project, "mark"), "folder": "yes"}
    with ThreadPoolExecutor(1) as inner:
        late = module._Checked(inner, project, "mark", here)
        (outcome,) = build(project, [step], executor=late)
    assert [fault.key for fault in outcome.faults] == ["cluster.folder"]


def test_nobody_answers(project, monkeypatch):
    import brister_analysis.cluster as module

    monkeypatch.setattr(module, "PATIENCE", "1s")
    for address in ("tcp://127.0.0.1:9", "not an address"):
        with pytest.raises(UsageError, match="Ingen schemaläggare svarar"), cluster(address, project):
            pass


def test_no_worker(project, monkeypatch):
    import brister_analysis.cluster as module

    monkeypatch.setattr(module, "PATIENCE", "1s")
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(UsageError, match="inga arbetare"),
        cluster(empty.scheduler_address, project),
    ):
        pass


def test_the_extra_is_missing(project, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(UsageError, match=r"brister_analysis\[cluster\]"),
        cluster("tcp://127.0.0.1:9", project),
    ):
        pass
