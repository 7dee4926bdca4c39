/** Resolves with the promise, or without it after so many milliseconds: a page is not to wait for a platform. */
export async function orAfter(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
  }
}
