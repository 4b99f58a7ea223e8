async def main(question: str) -> None:
    """One run from the command line; needs a model."""
    try:
        result = await Runner.run(ENTRY, question, context=Request(), max_turns=MAX_TURNS)
        print(result.final_output)
    except TakenOver as people:
        print(f"{people} goes on with this.")


if __name__ == "__main__":
    asyncio.run(main(" ".join(sys.argv[1:])))
