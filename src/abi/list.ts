// Lists of any length. A spread among a call's arguments puts every item on the host's stack, which ends at some hundred thousand.

/** Adds all items at the end, as a push of all of them does for a few. */
export function append<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item);
}

/** The largest of the numbers, at least `least`. */
export function largest(numbers: Iterable<number>, least = 0): number {
  let most = least;
  for (const n of numbers) if (n > most) most = n;
  return most;
}

/** The smallest of the numbers; Infinity of none. */
export function smallest(numbers: Iterable<number>): number {
  let least = Infinity;
  for (const n of numbers) if (n < least) least = n;
  return least;
}
