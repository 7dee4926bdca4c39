/** Who looks at whose work. */
export interface Duty {
  readonly reviewer: string;
  readonly reviewed: string;
}

/**
 * Duties that are still to be given, so that each tandem reviews `each` others and is reviewed by as
 * many, as far as there are others. What was given stays. Who comes late is reviewed by those with the
 * fewest duties, and reviews those with the fewest reviews: some then have one more than `each`.
 * @param tandems ids in a fixed order, which decides between equals
 */
export function assignEvenly(
  tandems: readonly string[],
  known: readonly Duty[],
  each: number,
): readonly Duty[] {
  const duties = [...known];
  const wanted = Math.min(each, tandems.length - 1);
  const count = (side: keyof Duty, id: string): number =>
    duties.filter((duty) => duty[side] === id).length;

  /** The one with the fewest duties on its side, the nearest behind `id` between equals. */
  function partnerFor(id: string, side: keyof Duty): string | undefined {
    const start = tandems.indexOf(id);
    const step = side === 'reviewer' ? 1 : -1;
    const others = tandems.map((_, at) => {
      const place = start + step * (at + 1);
      return tandems[(place + 2 * tandems.length) % tandems.length] ?? '';
    });
    return others
      .filter((other) => other !== id && !isKnown(side, other, id))
      .sort((a, b) => count(side, a) - count(side, b))[0];
  }

  function isKnown(side: keyof Duty, other: string, id: string): boolean {
    const [reviewer, reviewed] = side === 'reviewer' ? [other, id] : [id, other];
    return duties.some((duty) => duty.reviewer === reviewer && duty.reviewed === reviewed);
  }

  for (let round = 1; round <= wanted; round += 1) {
    for (const reviewed of tandems) {
      if (count('reviewed', reviewed) >= round) continue;
      const reviewer = partnerFor(reviewed, 'reviewer');
      if (reviewer !== undefined) duties.push({ reviewer, reviewed });
    }
    for (const reviewer of tandems) {
      if (count('reviewer', reviewer) >= round) continue;
      const reviewed = partnerFor(reviewer, 'reviewed');
      if (reviewed !== undefined) duties.push({ reviewer, reviewed });
    }
  }
  return duties.slice(known.length);
}
