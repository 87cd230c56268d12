/** Does all jobs, at most so many at a time; results in the order of the jobs. */
export async function inPool<J, R>(
  jobs: readonly J[],
  atOnce: number,
  work: (job: J) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = jobs.entries();
  const worker = async () => {
    for (const [index, job] of queue) results[index] = await work(job);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
