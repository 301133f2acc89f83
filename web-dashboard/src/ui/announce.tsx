/** Shows above the list what is new, as an overlay: the list does not move. */
export function Announce({ words, onShow }: { words: string; onShow: () => void }) {
  return (
    <div role="status" className="pointer-events-none sticky top-2 z-20 flex h-0 justify-center empty:hidden">
      {words && (
        <button
          type="button"
          className="button pointer-events-auto h-9 -translate-y-2 border-accent text-accent shadow-[var(--float)]"
          onClick={onShow}
          data-live
        >
          {words}
        </button>
      )}
    </div>
  );
}
