/** Hands a file to the browser. A host that refuses a file's type by throwing gets it as plain text: the name tells what it is. */
export function saveFile(name: string, type: string, content: string | Blob): string {
  let url: string;
  try {
    url = URL.createObjectURL(new Blob([content], { type }));
  } catch {
    url = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  }
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the file after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return name;
}
