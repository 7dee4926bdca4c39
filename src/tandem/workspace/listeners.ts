/** Those who want to hear what happens in a place. */
export interface Listeners<News> {
  tell(place: string, news: News): void;
  /** @returns what ends it */
  add(place: string, listener: (news: News) => void): () => void;
  has(place: string): boolean;
  places(): readonly string[];
}

export function createListeners<News>(): Listeners<News> {
  const all = new Map<string, Set<(news: News) => void>>();
  return {
    tell(place, news) {
      for (const listener of all.get(place) ?? []) listener(news);
    },
    add(place, listener) {
      const others = all.get(place) ?? new Set();
      all.set(place, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0) all.delete(place);
      };
    },
    has: (place) => all.has(place),
    places: () => [...all.keys()],
  };
}
