"""Lessons are made from solutions: always the same way, never at the cost of a learner's work."""

import nbformat
import pytest
from nbconvert import ScriptExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.notebooks import PLACEHOLDER, WIDGET_VIEW, without_answers
from helpers.tools import build

ANSWER = """\
@exercise("1.3")
def relu(z):
    \"\"\"Rectify.\"\"\"
    ### BEGIN SOLUTION
    return np.maximum(0, z)
    ### END SOLUTION"""


def solution(*sources, **cell_options):
    cells = [new_markdown_cell("# Title", id="title")]
    cells += [new_code_cell(source, id=f"code-{i}", **cell_options) for i, source in enumerate(sources)]
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "my-own", "display_name": "Mine"}, "author": "me"}
    )


@pytest.fixture
def folders(tmp_path):
    solutions, lessons = tmp_path / "solutions", tmp_path / "lessons"
    solutions.mkdir()
    lessons.mkdir()
    nbformat.write(solution(ANSWER), solutions / "01_a.ipynb")
    return solutions, lessons


def test_the_shipped_lessons_are_what_the_solutions_give():
    assert build.out_of_date() == []


def test_an_answer_is_replaced_by_one_placeholder_line():
    lesson = build.make_lesson(solution(ANSWER))
    source = lesson.cells[1].source
    assert "maximum" not in source and "SOLUTION" not in source
    assert source.splitlines()[-1] == "    ...  # your code here"
    compile(source, "cell", "exec")


def test_two_answers_in_a_cell_are_both_taken_out():
    twice = ANSWER + "\n\n" + ANSWER.replace("relu", "other")
    assert without_answers(twice).count(PLACEHOLDER) == 2


def test_outputs_counts_and_machine_details_are_cleared():
    filled = solution("print(1)", execution_count=7, outputs=[new_output("stream", text="1\n")])
    lesson = build.make_lesson(filled)
    assert lesson.cells[1].outputs == [] and lesson.cells[1].execution_count is None
    assert lesson.metadata.kernelspec.name == "python3" and "author" not in lesson.metadata


def test_a_script_that_is_made_of_a_lesson_is_one_of_python():
    _, resources = ScriptExporter().from_notebook_node(build.make_lesson(solution("print(1)")))
    assert resources["output_extension"] == ".py"


def test_a_cell_only_for_solutions_is_left_out():
    source = solution("answer = 42", metadata={"tags": ["solution-only"]})
    assert len(build.make_lesson(source).cells) == 1


def test_every_run_gives_identical_bytes(folders):
    solutions, lessons = folders
    build.regenerate(solutions, lessons)
    first = (lessons / "01_a.ipynb").read_bytes()
    (lessons / "01_a.ipynb").unlink()
    build.regenerate(solutions, lessons)
    assert (lessons / "01_a.ipynb").read_bytes() == first
    assert build.regenerate(solutions, lessons) == []


@pytest.mark.parametrize(
    "broken",
    [
        "### BEGIN SOLUTION\nx = 1",
        "x = 1\n### END SOLUTION",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
    ],
)
def test_markers_that_do_not_pair_are_refused_by_name(broken):
    with pytest.raises(build.BuildError, match=r"01_a.ipynb, cell 1.*SOLUTION"):
        build.make_lesson(solution(broken), "01_a.ipynb")


def test_a_changed_solution_makes_the_lesson_out_of_date(folders):
    solutions, lessons = folders
    build.regenerate(solutions, lessons)
    assert build.out_of_date(solutions, lessons) == []
    nbformat.write(solution(ANSWER, "print('new')"), solutions / "01_a.ipynb")
    assert build.out_of_date(solutions, lessons) == ["01_a.ipynb"]


def test_a_lesson_edited_by_hand_is_out_of_date(folders):
    solutions, lessons = folders
    build.regenerate(solutions, lessons)
    path = lessons / "01_a.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# Title", "# Other"), encoding="utf-8")
    assert build.out_of_date(solutions, lessons) == ["01_a.ipynb"]


def test_building_keeps_what_a_learner_wrote(folders):
    solutions, lessons = folders
    (lessons / "01_a.ipynb").write_text("my precious work", encoding="utf-8")
    build.regenerate(solutions, lessons)
    copies = list(lessons.glob("01_a-mine-*.ipynb"))
    assert [copy.read_text(encoding="utf-8") for copy in copies] == ["my precious work"]
    assert build.out_of_date(solutions, lessons) == []


def test_executing_stores_outputs_in_order_and_the_still_picture_of_a_widget(folders):
    solutions, _ = folders
    widget = (
        "from IPython.display import display\n"
        f"display({{'{WIDGET_VIEW}': {{'model_id': 'x'}}, 'image/png': 'AAAA', 'text/plain': 'still'}}, raw=True)"
    )
    path = solutions / "01_a.ipynb"
    nbformat.write(solution("print('a'); print('b')\n1 + 1", widget), path)
    build.execute(path)
    first, second = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert first.outputs[0].text == "a\nb\n" and first.outputs[1].data["text/plain"] == "2"
    assert set(second.outputs[0].data) == {"image/png", "text/plain"}


def test_a_solution_that_raises_is_refused_and_left_alone(folders):
    path = folders[0] / "01_a.ipynb"
    nbformat.write(solution("1 / 0"), path)
    before = path.read_bytes()
    with pytest.raises(build.BuildError, match="ZeroDivisionError"):
        build.execute(path)
    assert path.read_bytes() == before
