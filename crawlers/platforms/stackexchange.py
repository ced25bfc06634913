"""Stack Exchange: users of Stack Overflow and all other sites of the network."""

from crawlers.families.stackexchange import stackexchange

platform = stackexchange(
    key="stackexchange",
    title="Stack Exchange",
    example="https://stackoverflow.com/users/22656/jon-skeet",
)
