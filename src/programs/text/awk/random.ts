// rand() and srand() as mawk has them on Linux: glibc's random(3), an additive feedback generator over 31 words.

export class Random {
  private words = new Int32Array(31);
  private front = 3;
  private rear = 0;

  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    const words = new Int32Array(31);
    words[0] = seed | 0 || 1;
    for (let i = 1; i < 31; i++) {
      // 16807 * word mod 2^31-1, without overflow (Park and Miller)
      const hi = Math.trunc(words[i - 1] / 127773);
      const word = 16807 * (words[i - 1] % 127773) - 2836 * hi;
      words[i] = word < 0 ? word + 2147483647 : word;
    }
    this.words = words;
    this.front = 3;
    this.rear = 0;
    for (let i = 0; i < 310; i++) this.next();
  }

  /** 0 to 2^31-1. */
  next(): number {
    const sum = (this.words[this.front] + this.words[this.rear]) | 0;
    this.words[this.front] = sum;
    this.front = (this.front + 1) % 31;
    this.rear = (this.rear + 1) % 31;
    return sum >>> 1;
  }

  /** 0 to 1. */
  fraction(): number {
    return this.next() / 2147483647;
  }
}
