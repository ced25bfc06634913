"""WordPress sites and authors, self-hosted and on WordPress.com."""

from crawlers.families.wordpress_rest import wordpress

platform = wordpress(
    key="wordpress", title="WordPress", example="https://wordpress.org/news/wp-json/wp/v2/posts"
)
