/**
 * Lets the whole window take a file, so that one dropped beside a box does not replace the page. While one is over the
 * window, the body has the class `dragging`.
 */
export function takeDrops(take: (files: FileList | null) => void): void {
  let inside = 0;
  const mark = (step: number): void => {
    inside = Math.max(0, inside + step);
    document.body.classList.toggle('dragging', inside > 0);
  };
  const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragenter', (event) => holdsFile(event) && mark(1));
  addEventListener('dragleave', (event) => holdsFile(event) && mark(-1));
  addEventListener('dragover', (event) => holdsFile(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    mark(-inside);
    take(event.dataTransfer?.files ?? null);
  });
}
